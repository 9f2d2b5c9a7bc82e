// A recorded event as the application's JSON: what HTTP, WebSocket, the broker and exports show.
//
//   {"id":…,"type":…,"stream":…,"version":…,"position":…,"recordedAt":…,"schemaVersion":…,
//    "data":…,"metadata":{"correlationId":…,"causationId":…,"traceparent":…,"traceId":…,"user":…,
//    "source":…},"tags":[…]}
//
// Data and metadata are written through as they are stored; a known field that the metadata lack is
// null. Data that are not JSON become a base64 string beside
// "contentType":"application/octet-stream".
#pragma once

#include "daybook/event.h"
#include "daybook/json.h"

namespace daybook {

void write_envelope(const RecordedEvent& event, JsonWriter& to);

}  // namespace daybook
