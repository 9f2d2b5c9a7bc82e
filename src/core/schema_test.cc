#include "daybook/schema.h"

#include <gtest/gtest.h>

namespace daybook {
namespace {

struct Line {
  std::string sku;
  std::int64_t qty = 0;
  bool operator==(const Line&) const = default;
};

struct Ordered {
  std::string order_id;
  Money total;
  std::vector<std::string> tags;
  std::optional<std::string> note;
  bool gift = false;
  bool operator==(const Ordered&) const = default;
};

struct Frozen {
  bool operator==(const Frozen&) const = default;
};

Schema schema() {
  return {
      event("Ordered", field("orderId", &Ordered::order_id),
            money("total", "currency", &Ordered::total), field("tags", &Ordered::tags),
            field("note", &Ordered::note), field("gift", &Ordered::gift)),
      event<Frozen>("Frozen"),
  };
}

std::expected<Ordered, Error> read(std::string_view text) {
  const Schema table = schema();
  Ordered ordered;
  auto done = entry_of(table, typeid(Ordered)).as<Ordered>().read(*parse_json(text), ordered);
  if (!done) return std::unexpected(done.error());
  return ordered;
}

std::string written(const Ordered& ordered) {
  const Schema table = schema();
  std::string out;
  JsonWriter writer(out);
  entry_of(table, typeid(Ordered)).as<Ordered>().write(ordered, writer);
  return out;
}

TEST(Schema, writes_the_fields_in_their_order_under_their_stored_names) {
  const Ordered ordered{.order_id = "o1",
                        .total = *Money::of(*Decimal::parse("12.50"), *Currency::parse("EUR")),
                        .tags = {"a", "b"},
                        .note = "x",
                        .gift = true};
  EXPECT_EQ(
      written(ordered),
      R"({"orderId":"o1","total":12.5,"currency":"EUR","tags":["a","b"],"note":"x","gift":true})");
}

TEST(Schema, leaves_out_what_is_nothing) {
  EXPECT_EQ(written({.order_id = "o1"}), R"({"orderId":"o1","total":0,"tags":[],"gift":false})");
}

TEST(Schema, reads_what_it_wrote) {
  const Ordered ordered{.order_id = "o1\n",
                        .total = *Money::of(*Decimal::parse("7"), *Currency::parse("JPY")),
                        .tags = {"", "é"},
                        .note = std::nullopt,
                        .gift = false};
  EXPECT_EQ(read(written(ordered)), ordered);
}

TEST(Schema, ignores_members_that_it_does_not_name) {
  EXPECT_TRUE(read(R"({"orderId":"o1","total":1,"tags":[],"gift":true,"more":[{"x":1}]})"));
}

TEST(Schema, points_at_the_culprit) {
  const auto pointer = [](std::string_view text) { return read(text).error().pointer; };
  EXPECT_EQ(pointer(R"({"total":1,"tags":[],"gift":true})"), "/orderId");
  EXPECT_EQ(pointer(R"({"orderId":7,"total":1,"tags":[],"gift":true})"), "/orderId");
  EXPECT_EQ(pointer(R"({"orderId":"o","total":"x","tags":[],"gift":true})"), "/total");
  EXPECT_EQ(pointer(R"({"orderId":"o","total":1,"tags":["a",null],"gift":true})"), "/tags/1");
  EXPECT_EQ(pointer(R"({"orderId":"o","total":1,"tags":[],"gift":0})"), "/gift");
  EXPECT_EQ(pointer(R"([])"), "");
}

TEST(Schema, wants_an_object) {
  for (const char* text : {"[]", "1", "null", "\"x\"", "true"}) {
    const auto refused = read(text);
    ASSERT_FALSE(refused) << text;
    EXPECT_EQ(refused.error().code, "wrong-type");
    EXPECT_EQ(refused.error().detail, "must be an object");
  }
}

TEST(Schema, lists_the_shapes_of_all_fields) {
  const Schema table = schema();
  std::vector<std::string> shapes;
  for (const FieldShape& shape : table[0].fields) {
    shapes.push_back(shape.name + " " + shape.type + " " + shape.format +
                     (shape.required ? " required" : ""));
  }
  EXPECT_EQ(shapes,
            (std::vector<std::string>{"orderId string  required", "total number decimal required",
                                      "currency string currency", "tags array  required",
                                      "note string ", "gift boolean  required"}));
  EXPECT_TRUE(table[1].fields.empty());
}

TEST(Schema, checks_without_knowing_the_type) {
  const Schema table = schema();
  const TypeSchema* entry = find_entry(table, "Ordered");
  ASSERT_NE(entry, nullptr);
  EXPECT_TRUE(entry->check(*parse_json(R"({"orderId":"o","total":1,"tags":[],"gift":true})")));
  EXPECT_EQ(entry->check(*parse_json(R"({"orderId":"o"})")).error().pointer, "/total");
  EXPECT_TRUE(find_entry(table, "Frozen")->check(*parse_json("{}")));
  EXPECT_FALSE(find_entry(table, "Frozen")->check(*parse_json("[]")));
}

TEST(Schema, is_searched_by_name_and_by_type) {
  const Schema table = schema();
  EXPECT_EQ(find_entry(table, "Frozen")->name, "Frozen");
  EXPECT_EQ(entry_of(table, typeid(Frozen)).name, "Frozen");
  EXPECT_EQ(find_entry(table, "frozen"), nullptr);
  EXPECT_EQ(find_entry({}, "Frozen"), nullptr);
}

TEST(SchemaDeathTest, without_an_entry_for_a_type_is_a_bug) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  EXPECT_DEATH(entry_of(schema(), typeid(Line)), "schema entry for every type");
  EXPECT_DEATH((void)schema()[0].as<Line>(), "used as another type");
}

}  // namespace
}  // namespace daybook
