// For tests: parcels, which go into lockers. A locker holds what fits; a parcel that does not is
// refused, and that is recorded.
#pragma once

#include <set>
#include <string>
#include <variant>

#include "daybook/api.h"
#include "daybook/testing_api.h"

namespace daybook::testing_parcels {

struct LockerBuilt {
  std::string locker_id;
  std::int64_t places = 0;
  bool operator==(const LockerBuilt&) const = default;
};
struct ParcelStored {
  std::string locker_id;
  bool operator==(const ParcelStored&) const = default;
};
struct LockerRemoved {
  bool operator==(const LockerRemoved&) const = default;
};
struct ParcelSent {
  std::string parcel_id;
  bool operator==(const ParcelSent&) const = default;
};
struct StoringFailed {
  std::string reason;
  bool operator==(const StoringFailed&) const = default;
};

struct BuildLocker {
  std::string locker_id;
  std::int64_t places = 0;
};
struct RemoveLocker {
  std::optional<bool> forced;
};
struct SendParcel {
  std::optional<std::string> parcel_id;
};
struct StoreParcel {
  std::string parcel_id;
  std::string locker_id;
};

struct Locker {
  static constexpr std::string_view category = "locker";
  using Event = std::variant<LockerBuilt, ParcelStored, LockerRemoved>;
  using Command = std::variant<BuildLocker, RemoveLocker>;
  bool exists = false;
  std::int64_t places = 0;
};
struct Parcel {
  static constexpr std::string_view category = "parcel";
  using Event = std::variant<ParcelSent, ParcelStored, StoringFailed>;
  using Command = std::variant<SendParcel, StoreParcel>;
  bool exists = false;
};

inline constexpr Refusal unknown_locker{"not-found", "Unknown locker", Blame::unknown};
inline constexpr Refusal unknown_parcel{"not-found", "Unknown parcel", Blame::unknown};
inline constexpr Refusal missing_parcel{"missing-parcel", "Missing parcelId", Blame::input};
inline constexpr Refusal not_empty{"not-empty", "The locker may hold parcels"};
inline constexpr Refusal full{"locker-full", "The locker is full"};

inline Decision<Locker> decide(const BuildLocker& command, const Locker&) {
  return accept(LockerBuilt{command.locker_id, command.places});
}
inline Decision<Locker> decide(const RemoveLocker& command, const Locker& locker) {
  if (!locker.exists) return unknown_locker;
  if (!command.forced.value_or(false)) return not_empty;
  return accept(LockerRemoved{});
}
inline Decision<Parcel> decide(const SendParcel& command, const Parcel&) {
  if (!command.parcel_id) return refuse_and_record(missing_parcel, StoringFailed{"missing"});
  return accept(ParcelSent{*command.parcel_id});
}
inline Decision<Parcel> decide(const StoreParcel& command, const Parcel& parcel, Others& others) {
  if (!parcel.exists) return unknown_parcel;
  const Locker& locker = others.look_at<Locker>(command.locker_id);
  if (!locker.exists) return unknown_locker;
  if (locker.places == 0) return refuse_and_record(full, StoringFailed{"full"});
  return accept(ParcelStored{command.locker_id})
      .also<Locker>(command.locker_id, ParcelStored{command.locker_id});
}

inline void evolve(Locker& locker, const LockerBuilt& event) {
  locker = {.exists = true, .places = event.places};
}
inline void evolve(Locker& locker, const ParcelStored&) { --locker.places; }
inline void evolve(Locker& locker, const LockerRemoved&) { locker.exists = false; }
inline void evolve(Parcel& parcel, const ParcelSent&) { parcel.exists = true; }
inline void evolve(Parcel&, const ParcelStored&) {}
inline void evolve(Parcel&, const StoringFailed&) {}

struct LockerView {
  std::string locker_id;
  std::int64_t places = 0;
  bool removed = false;
  bool exists() const { return !removed; }
  void touch(const Recorded& at) { locker_id = at.id; }
  void on(const LockerBuilt& event, const Recorded&) { places = event.places; }
  void on(const ParcelStored&, const Recorded&) { --places; }
  void on(const LockerRemoved&, const Recorded&) { removed = true; }
};
struct ParcelView {
  std::string parcel_id;
  std::vector<std::string> lockers;
  bool is_sent = false;
  bool exists() const { return is_sent; }
  void touch(const Recorded& at) { parcel_id = at.id; }
  void on(const ParcelSent&, const Recorded&) { is_sent = true; }
  void on(const ParcelStored& event, const Recorded&) { lockers.push_back(event.locker_id); }
  void on(const StoringFailed&, const Recorded&) {}
};

Context context();

}  // namespace daybook::testing_parcels
