import type { MigrationInterface, QueryRunner } from 'typeorm';

const UP = `
CREATE TABLE saga.unknown_events (
  topic      text        NOT NULL,
  type       text        NOT NULL,
  reason     text        NOT NULL CHECK (reason IN ('unknown-type', 'no-saga')),
  count      bigint      NOT NULL,
  first_seen timestamptz NOT NULL,
  last_seen  timestamptz NOT NULL,
  sample     json        NOT NULL,
  PRIMARY KEY (topic, type, reason)
);
COMMENT ON TABLE saga.unknown_events IS 'events on observed topics that belong to no definition or to no saga';

ALTER TABLE saga.early_events ADD COLUMN taken boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN saga.early_events.taken IS 'whether a saga has had it';
`;

const DOWN = `
ALTER TABLE saga.early_events DROP COLUMN taken;
DROP TABLE saga.unknown_events;
`;

export class AddUnknownEvents1764500000000 implements MigrationInterface {
  readonly name = 'AddUnknownEvents1764500000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(DOWN);
  }
}
