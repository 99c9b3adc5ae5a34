"""Read events as Sentry's own reader does. Says what it discarded, and exits with 1 when that is anything."""

import json
import sys

from sentry_relay.processing import StoreNormalizer

with open(sys.argv[1], encoding="utf-8") as file:
    events = json.load(file)

discarded = 0
for event in events:
    read = StoreNormalizer(project_id=1).normalize_event(raw_event=json.dumps(event))
    for error in read.get("errors") or []:
        discarded += 1
        print(f"{event['event_id']} {event['level']}: {json.dumps(error)}")

print(f"{len(events)} events read, {discarded} values discarded")
sys.exit(1 if discarded or not events else 0)
