import type { MigrationInterface, QueryRunner } from 'typeorm';

const UP = `
ALTER TABLE saga.sagas
  ADD COLUMN parent       jsonb,
  ADD COLUMN output       jsonb,
  ADD COLUMN signals      jsonb,
  ADD COLUMN undo_attempt integer;
CREATE INDEX sagas_by_parent ON saga.sagas ((parent->>'sagaId')) WHERE parent IS NOT NULL;
COMMENT ON COLUMN saga.sagas.parent IS 'the step of another saga whose work this one is';
COMMENT ON COLUMN saga.sagas.signals IS 'signals that came before a step waited for them, by name';

CREATE TABLE saga.awaited_events (
  saga_id text NOT NULL,
  step    text NOT NULL,
  topic   text NOT NULL,
  event   text NOT NULL,
  key     text NOT NULL,
  PRIMARY KEY (saga_id, step)
);
CREATE INDEX awaited_events_by_key ON saga.awaited_events (topic, event, key, saga_id, step);

CREATE TABLE saga.early_events (
  message_id text        NOT NULL,
  topic      text        NOT NULL,
  event      text        NOT NULL,
  key        text        NOT NULL,
  position   bigint      GENERATED ALWAYS AS IDENTITY,
  came_at    timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  body       json        NOT NULL,
  PRIMARY KEY (message_id, key)
);
CREATE INDEX early_events_by_key ON saga.early_events (topic, event, key);
CREATE INDEX early_events_by_expiry ON saga.early_events (expires_at);
COMMENT ON TABLE saga.early_events IS 'events of the kinds that sagas wait for, kept for those that do not wait yet';

CREATE TABLE saga.open_approvals (
  saga_id text        NOT NULL,
  step    text        NOT NULL,
  since   timestamptz NOT NULL,
  PRIMARY KEY (saga_id, step)
);
CREATE INDEX open_approvals_by_age ON saga.open_approvals (since);
`;

const DOWN = `
DROP TABLE saga.open_approvals, saga.early_events, saga.awaited_events;
DROP INDEX saga.sagas_by_parent;
ALTER TABLE saga.sagas DROP COLUMN parent, DROP COLUMN output, DROP COLUMN signals, DROP COLUMN undo_attempt;
`;

export class AddWaiting1764300000000 implements MigrationInterface {
  readonly name = 'AddWaiting1764300000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(DOWN);
  }
}
