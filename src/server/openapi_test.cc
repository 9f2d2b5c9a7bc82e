#include "src/server/openapi.h"

#include <gtest/gtest.h>

#include "daybook/json.h"

namespace daybook::server {
namespace {

struct Ship {
  std::string order_id;
  std::string carrier;
};

constexpr Refusal already_shipped{"already-shipped", "Order already shipped"};
constexpr Refusal bad_carrier{"bad-carrier", "No such carrier", Blame::rule};

// A context whose operations are bare, and partly offered twice.
class OpenApi : public ::testing::Test {
 protected:
  const Json& at(std::initializer_list<std::string_view> path) {
    const Json* json = &document;
    for (const std::string_view name : path) {
      const Json* next = json->find(name);
      EXPECT_NE(next, nullptr) << name;
      if (next == nullptr) return document;
      json = next;
    }
    return *json;
  }

  Operation operation(std::string name, std::string method, std::string path) const {
    return {.name = std::move(name),
            .method = std::move(method),
            .path = std::move(path),
            .output = &context.views.front(),
            .context = "orders"};
  }
  Operation shipping(std::string method) const {
    Operation ship = operation("ShipOrder", std::move(method), "/orders/{id}/ship");
    ship.id_name = "orderId";
    ship.input = &context.commands.front();
    return ship;
  }
  std::vector<Operation> operations() const {
    Operation create = operation("CreateOrder", "POST", "/orders");
    create.input = &context.commands.back();
    create.new_id = "orderId";
    create.status = 201;
    Operation list = operation("orders", "GET", "/orders");
    list.body = Body::list;
    list.query = {{.name = "userId", .type = "string", .required = false}};
    return {create, shipping("POST"), shipping("PATCH"), list};
  }

  const Context context{.name = "orders",
                        .commands = {command("ShipOrder", field("carrier", &Ship::carrier))
                                         .refusing({already_shipped, bad_carrier}),
                                     command("CreateOrder", field("carrier", &Ship::carrier))},
                        .views = {view("Order", field("orderId", &Ship::order_id))}};
  const std::string text = openapi_document(std::span(&context, 1), operations());
  const Json document = parse_json(text, {.depth = 64}).value_or(Json());
};

TEST_F(OpenApi, is_the_same_each_time) {
  EXPECT_EQ(openapi_document(std::span(&context, 1), operations()), text);
}

TEST_F(OpenApi, names_an_operation_once_however_often_it_is_offered) {
  EXPECT_EQ(at({"paths", "/api/orders/{id}/ship", "post", "operationId"}).text, "ShipOrder");
  EXPECT_EQ(at({"paths", "/api/orders/{id}/ship", "patch", "operationId"}).text, "ShipOrder-patch");
}

TEST_F(OpenApi, shows_what_a_command_refuses_with_its_own_codes) {
  const auto examples = [&](std::string_view status) -> const Json& {
    return at({"paths", "/api/orders/{id}/ship", "post", "responses", status, "content",
               "application/problem+json", "examples"});
  };
  EXPECT_NE(examples("409").find("already-shipped"), nullptr);
  EXPECT_NE(examples("409").find("version-conflict"), nullptr);
  EXPECT_NE(examples("422").find("bad-carrier"), nullptr);
}

TEST_F(OpenApi, answers_a_bare_list_with_an_array) {
  EXPECT_EQ(at({"paths", "/api/orders", "get", "responses", "200", "content", "application/json",
                "schema", "type"})
                .text,
            "array");
}

TEST_F(OpenApi, shows_the_parameters_that_a_query_takes) {
  const Json& parameters = at({"paths", "/api/orders", "get", "parameters"});
  ASSERT_FALSE(parameters.items.empty());
  EXPECT_EQ(parameters.items.front().find("name")->text, "userId");
  EXPECT_EQ(parameters.items.front().find("in")->text, "query");
}

TEST_F(OpenApi, leads_from_what_was_created_to_what_can_be_asked_of_it) {
  EXPECT_EQ(at({"paths", "/api/orders", "post", "responses", "201", "links", "ShipOrder",
                "parameters", "id"})
                .text,
            "$response.body#/orderId");
}

TEST_F(OpenApi, is_written_with_a_line_for_each_member) {
  EXPECT_TRUE(text.starts_with("{\n  \"openapi\": \"3.1.0\",\n  \"info\": {\n"));
  EXPECT_TRUE(text.ends_with("\n}\n"));
}

}  // namespace
}  // namespace daybook::server
