// What the figures were measured on.
import fs from 'node:fs';
import os from 'node:os';
import { runOnce } from './process.mjs';

function fileSystemOf(directory) {
  const [, type] = runOnce('df', ['--output=fstype', directory]).trim().split('\n');
  return type.trim();
}

function systemName() {
  const found = /^PRETTY_NAME="(.*)"$/m.exec(fs.readFileSync('/etc/os-release', 'utf8'));
  return found ? found[1] : os.type();
}

export function machineOf(directory) {
  return {
    cpu: `${os.cpus().length} × ${os.cpus()[0].model.trim()}`,
    memory: `${Math.round(os.totalmem() / 2 ** 30)} GiB`,
    file_system: fileSystemOf(directory),
    system: `${systemName()}, Linux ${os.release().split('.').slice(0, 2).join('.')}`,
    node: process.version,
  };
}
