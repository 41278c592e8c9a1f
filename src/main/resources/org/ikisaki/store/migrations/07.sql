-- What rules that look at the device call an endpoint for one device. Without the indexes each service that nothing
-- has any more would cost a look at all endpoints.

CREATE TABLE device_service (
  id INTEGER PRIMARY KEY,
  device INTEGER NOT NULL,
  endpoint INTEGER NOT NULL REFERENCES endpoint ON DELETE CASCADE,
  service_id INTEGER NOT NULL REFERENCES service,
  UNIQUE (endpoint, device)
);
CREATE INDEX device_service_by_service ON device_service (service_id);
CREATE INDEX endpoint_by_service ON endpoint (service_id);
