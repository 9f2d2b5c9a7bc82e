import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vite";

// The page is served under `default-src 'self'`: nothing may be inlined as data: or <script>.
export default defineConfig({
  plugins: [svelte()],
  build: {
    target: "es2022",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 2000, // Swagger UI comes as one bundle
    rollupOptions: { input: ["index.html", "api.html"] },
  },
  // `npm run dev` shows the page with hot reload against a `daybook serve` on its default port.
  server: { proxy: { "/api": "http://127.0.0.1:3000" } },
});
