#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <cstdio>
#include <filesystem>

#include "src/net/test_server.h"
#include "src/net/test_web_socket.h"

namespace daybook::net {
namespace {

// A self-signed certificate and its key, in files that end with the test.
class Certificate {
 public:
  Certificate() {
    std::string name = (std::filesystem::temp_directory_path() / "daybook_tls_XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
    EVP_PKEY* key = EVP_EC_gen("P-256");
    X509* certificate = X509_new();
    ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1);
    X509_gmtime_adj(X509_getm_notBefore(certificate), 0);
    X509_gmtime_adj(X509_getm_notAfter(certificate), 3600);
    X509_set_pubkey(certificate, key);
    X509_NAME* subject = X509_get_subject_name(certificate);
    X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC,
                               reinterpret_cast<const unsigned char*>("localhost"), -1, -1, 0);
    X509_set_issuer_name(certificate, subject);
    X509_sign(certificate, key, EVP_sha256());
    write(options().certificate_file, [&](FILE* file) { PEM_write_X509(file, certificate); });
    write(options().key_file, [&](FILE* file) {
      PEM_write_PrivateKey(file, key, nullptr, nullptr, 0, nullptr, nullptr);
    });
    X509_free(certificate);
    EVP_PKEY_free(key);
  }
  ~Certificate() { std::filesystem::remove_all(folder_); }

  TlsOptions options() const { return {folder_ + "/certificate.pem", folder_ + "/key.pem"}; }

 private:
  static void write(const std::string& path, const std::function<void(FILE*)>& content) {
    FILE* file = std::fopen(path.c_str(), "w");
    content(file);
    std::fclose(file);
  }

  std::string folder_;
};

// A TLS client over a TestClient's socket.
class TlsClient {
 public:
  explicit TlsClient(std::uint16_t port)
      : tcp_(port), context_(SSL_CTX_new(TLS_client_method())), ssl_(SSL_new(context_)) {
    SSL_set_fd(ssl_, tcp_.descriptor());
    EXPECT_EQ(SSL_connect(ssl_), 1);
  }
  ~TlsClient() {
    SSL_free(ssl_);
    SSL_CTX_free(context_);
  }

  void send(std::string_view bytes) {
    EXPECT_EQ(SSL_write(ssl_, bytes.data(), static_cast<int>(bytes.size())),
              static_cast<int>(bytes.size()));
  }

  std::string read(std::size_t count) {
    std::string bytes(count, '\0');
    std::size_t size = 0;
    while (size < count) {
      const int got = SSL_read(ssl_, bytes.data() + size, static_cast<int>(count - size));
      if (got <= 0) break;
      size += static_cast<std::size_t>(got);
    }
    bytes.resize(size);
    return bytes;
  }

  std::string read_to(std::string_view mark) {
    std::string bytes;
    while (!bytes.ends_with(mark)) {
      const std::string next = read(1);
      if (next.empty()) break;
      bytes += next;
    }
    return bytes;
  }

  std::string body() {
    const Answer answer = {.status = 0, .head = read_to("\r\n\r\n"), .body = {}};
    return read(std::stoul(answer.header("Content-Length").value_or("0")));
  }

  // The server said that it ends, so that nobody can have cut the answer short.
  bool is_ended_by_server() {
    char byte = 0;
    return SSL_read(ssl_, &byte, 1) == 0 && SSL_get_shutdown(ssl_) == SSL_RECEIVED_SHUTDOWN;
  }

 private:
  TestClient tcp_;
  SSL_CTX* context_;
  SSL* ssl_;
};

TEST(Tls, serves_requests_of_any_size) {
  const Certificate certificate;
  static const std::string asset(5'000'000, 'x');
  Router router;
  router.add(Method::get, "/asset", [](const Request& request, Respond respond) {
    EXPECT_TRUE(request.secure);
    respond({.static_body = asset});
  });
  const auto server = start_server(std::move(router), {.tls = certificate.options()});
  TlsClient client(server->port());
  for (int i = 0; i < 3; ++i) {
    client.send("GET /hello HTTP/1.1\r\nHost: x\r\n\r\nGET /asset HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_EQ(client.body(), "hello");
    EXPECT_EQ(client.body(), asset);
  }
  const std::string body(500'000, 'y');
  client.send(
      "POST /echo HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 500000\r\n\r\n" +
      body);
  EXPECT_EQ(client.body(), body);
  EXPECT_TRUE(client.is_ended_by_server());
}

TEST(Tls, carries_websockets_of_its_own_origin) {
  const Certificate certificate;
  Router router;
  router.add_websocket("/ws", [](const Request&, WebSocketReply reply) {
    std::move(reply).accept(
        {.on_message = [](WebSocket& socket, std::string_view text) { socket.send(text); }});
  });
  const auto server =
      start_server(std::move(router), {.io_threads = 2, .tls = certificate.options()});
  TlsClient client(server->port());
  client.send(handshake("Origin: https://test:80\r\n"));
  EXPECT_TRUE(client.read_to("\r\n\r\n").starts_with("HTTP/1.1 101"));
  client.send(masked(Opcode::text, "hello"));
  EXPECT_EQ(client.read(7).substr(2), "hello");
}

TEST(Tls, outlives_clients_that_speak_something_else_or_leave) {
  const Certificate certificate;
  const auto server = start_server({}, {.tls = certificate.options()});
  TestClient plain(server->port());
  plain.send("GET /hello HTTP/1.1\r\nHost: x\r\n\r\n");
  plain.read_to_end();
  for (int i = 0; i < 10; ++i) {
    TestClient half(server->port());
    half.send(std::string("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 11));
    half.reset();
  }
  TlsClient client(server->port());
  client.send("GET /hello HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_EQ(client.body(), "hello");
}

TEST(Tls, says_which_file_is_missing) {
  const Certificate certificate;
  TlsOptions options = certificate.options();
  options.key_file += ".none";
  Server server({}, {.tls = options});
  const auto started = server.start();
  ASSERT_FALSE(started);
  EXPECT_NE(started.error().find(options.key_file), std::string::npos);
}

}  // namespace
}  // namespace daybook::net
