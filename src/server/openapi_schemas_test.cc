#include "src/server/openapi_schemas.h"

#include <gtest/gtest.h>

#include "daybook/schema_forms.h"
#include "src/server/openapi_examples.h"

namespace {

enum class Colour { red, green };

struct Line {
  std::string sku;
};

}  // namespace

template <>
struct daybook::Form<Colour> : daybook::FormOf<Colour, "string"> {
  static void describe(FieldShape& shape) { shape.values = {"RED", "GREEN"}; }
  static std::expected<void, Error> read(const Json&, Colour&) { return {}; }
  static void write(JsonWriter& to, Colour) { to.string("RED"); }
};

template <>
struct daybook::Form<Line> : daybook::FormOf<Line, "object"> {
  static void describe(FieldShape& shape) { shape.members = {shape_of<std::string>("sku")}; }
  static std::expected<void, Error> read(const Json&, Line&) { return {}; }
  static void write(JsonWriter& to, const Line&) { to.begin_object().end_object(); }
};

namespace daybook::server {
namespace {

struct Order {
  std::string customer_id;
  std::vector<Line> lines;
  std::optional<Colour> colour;
  Decimal total;
};

TEST(OpenApiSchemas, say_the_type_and_an_example_of_a_field) {
  EXPECT_EQ(schema_of(shape_of<std::string>("email"), Way::out),
            R"({"type":"string","examples":["ada@example.org"]})");
  EXPECT_EQ(schema_of(shape_of<Time>("lastActivity"), Way::out),
            R"({"type":"string","format":"date-time","examples":["2030-01-31T12:00:00Z"]})");
  EXPECT_EQ(schema_of(shape_of<bool>("paid"), Way::out),
            R"({"type":"boolean","examples":[false]})");
  EXPECT_EQ(schema_of(shape_of<Currency>("currency"), Way::out),
            R"({"type":"string","pattern":"^[A-Z]{3}$","examples":["USD"]})");
}

TEST(OpenApiSchemas, let_exact_numbers_come_as_text_and_go_as_numbers) {
  const FieldShape amount = shape_of<Decimal>("amount");
  EXPECT_EQ(schema_of(amount, Way::in),
            R"({"type":["number","string"],"format":"decimal","examples":[12.50]})");
  EXPECT_EQ(schema_of(amount, Way::out),
            R"({"type":"number","format":"decimal","examples":[12.50]})");
}

TEST(OpenApiSchemas, know_enumerations_also_when_they_may_be_missing) {
  const FieldShape colour = shape_of<std::optional<Colour>>("colour");
  EXPECT_FALSE(colour.required);
  EXPECT_EQ(schema_of(colour, Way::out),
            R"({"type":"string","enum":["RED","GREEN"],"examples":["RED"]})");
}

TEST(OpenApiSchemas, look_into_arrays_and_objects) {
  const FieldShape lines = shape_of<std::vector<Line>>("lines");
  EXPECT_EQ(schema_of(lines, Way::out),
            R"({"type":"array","items":{"type":"object","properties":)"
            R"({"sku":{"type":"string","examples":["TEA-100"]}},"required":["sku"]},)"
            R"("examples":[[{"sku":"TEA-100"}]]})");
}

TEST(OpenApiSchemas, show_what_the_context_says_of_a_field) {
  const TypeSchema type = command(
      "Weigh",
      field("total", &Order::total)
          .with({.description = "In kilograms", .example = "7", .minimum = 0, .maximum = 9}));
  EXPECT_EQ(schema_of(type.fields, Way::out),
            R"({"type":"object","properties":{"total":{"type":"number","format":"decimal",)"
            R"("minimum":0,"maximum":9,"description":"In kilograms","examples":[7]}},)"
            R"("required":["total"]})");
}

TEST(OpenApiSchemas, give_no_example_of_what_only_the_server_can_make_up) {
  const FieldShape cursor{.name = "cursor", .type = "string", .format = "opaque"};
  EXPECT_EQ(schema_of(cursor, Way::in), R"({"type":"string"})");
}

TEST(OpenApiSchemas, keep_a_types_own_field_before_one_that_is_added_to_it) {
  const std::string schema = schema_of({FieldShape{.name = "version", .type = "string"}}, Way::in,
                                       {{"version", R"({"type":"integer"})"}, {"more", "{}"}});
  EXPECT_EQ(schema, R"({"type":"object","properties":{"version":{"type":"string",)"
                    R"("examples":["text"]},"more":{}},"required":["version"]})");
}

TEST(OpenApiSchemas, are_named_once_and_apart_when_they_differ) {
  NamedSchemas named;
  EXPECT_EQ(named.add("shop", "Order", "{}"), "Order");
  EXPECT_EQ(named.add("shop", "Order", "{}"), "Order");
  EXPECT_EQ(named.add("orders", "Order", "true"), "orders.Order");
  EXPECT_EQ(named.add("orders", "Order", "false"), "orders.Order.2");
  EXPECT_EQ(named.add("orders", "Order", "true"), "orders.Order");
  EXPECT_EQ(named.all().size(), 3u);
}

TEST(OpenApiExamples, follow_from_names_and_formats) {
  EXPECT_EQ(example_of(shape_of<std::string>("name")), R"("Ada Lovelace")");
  EXPECT_EQ(example_of(shape_of<std::string>("customerId")), R"("customer-17")");
  EXPECT_EQ(example_of(shape_of<std::int64_t>("amount")), "1250");
  EXPECT_EQ(example_of(shape_of<Uuid>("key")), R"("0198c5f2-6d1e-7c3a-9b44-5f1f6a1f0c11")");
}

TEST(OpenApiExamples, have_times_that_end_after_they_start) {
  EXPECT_LT(example_of(shape_of<Time>("start")), example_of(shape_of<Time>("end")));
}

TEST(OpenApiExamples, leave_out_the_member_that_is_named) {
  const TypeSchema type = command("CreateOrder", field("customerId", &Order::customer_id),
                                  field("total", &Order::total));
  EXPECT_EQ(example_of(type.fields, "customerId"), R"({"total":12.50})");
}

}  // namespace
}  // namespace daybook::server
