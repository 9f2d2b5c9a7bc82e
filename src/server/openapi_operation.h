// One operation of the OpenAPI document, and the paths under which operations are gathered.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "src/server/openapi_json.h"

namespace daybook::server {

struct DocumentedOperation {
  std::string method;  // GET
  std::string path;    // /api/accounts/{id}
  std::string id;      // unique
  std::string tag;
  std::string summary;
  std::string description;
  std::vector<std::string> parameters;  // JSON
  std::string request;                  // JSON: the requestBody, or empty
  std::vector<Piece> responses;         // by status
};

class Paths {
 public:
  void add(DocumentedOperation operation);

  // The value of "paths": in the order in which they were first named.
  std::string json() const;

 private:
  std::vector<std::pair<std::string, std::vector<Piece>>> items_;
};

std::string in_lower_case(std::string text);  // letters of ASCII

// A body of JSON with an example.
std::string json_content(std::string schema, std::string example);

// An answer; `headers` are names of components.headers.
std::string response(std::string_view description, const std::vector<std::string>& headers,
                     std::string content);

}  // namespace daybook::server
