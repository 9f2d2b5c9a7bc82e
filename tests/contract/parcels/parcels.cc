#include "tests/contract/parcels/parcels.h"

namespace daybook::testing_parcels {
namespace {

void routes(Api& api) {
  auto locker = api.aggregate<Locker, LockerView>({.id = "lockerId"});
  locker.create<BuildLocker>("/lockers");
  locker.del<RemoveLocker>("/lockers/{id}");
  locker.get("/lockers/{id}");
  locker.list("/lockers", "lockers",
              {.search_in = {"lockerId"}, .flags = {{"full", "places", "0"}}});
  locker.history("/lockers/{id}/events");
  auto parcel = api.aggregate<Parcel, ParcelView>(
      {.id = "parcelId", .new_id = NewId::made_for_http, .greeting = {{"status", R"("ok")"}}});
  parcel.create<SendParcel>("/parcels");
  parcel.put<StoreParcel>("/parcels/{id}/lockers/{lockerId}");
  parcel.get("/parcels/{id}");
  parcel.part("/parcels/{id}/lockers", "lockers");
  parcel.history("/parcels/{id}/events");
}

}  // namespace

Context context() {
  return {.name = "parcels",
          .categories = {"locker", "parcel"},
          .events = {event("LockerBuilt", field("lockerId", &LockerBuilt::locker_id),
                           field("places", &LockerBuilt::places)),
                     event("ParcelStored", field("lockerId", &ParcelStored::locker_id)),
                     event<LockerRemoved>("LockerRemoved"),
                     event("ParcelSent", field("parcelId", &ParcelSent::parcel_id)),
                     event("StoringFailed", field("reason", &StoringFailed::reason))},
          .commands = {command("BuildLocker", field("lockerId", &BuildLocker::locker_id),
                               field("places", &BuildLocker::places)),
                       command("RemoveLocker", field("forced", &RemoveLocker::forced)),
                       command("SendParcel", field("parcelId", &SendParcel::parcel_id)),
                       command("StoreParcel", field("parcelId", &StoreParcel::parcel_id),
                               field("lockerId", &StoreParcel::locker_id))},
          .views = {view("Locker", field("lockerId", &LockerView::locker_id),
                         field("places", &LockerView::places),
                         hidden(field("removed", &LockerView::removed))),
                    view("Parcel", field("parcelId", &ParcelView::parcel_id),
                         field("lockers", &ParcelView::lockers),
                         hidden(field("isSent", &ParcelView::is_sent)))},
          .routes = routes};
}

}  // namespace daybook::testing_parcels
