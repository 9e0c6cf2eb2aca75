import type { MigrationInterface, QueryRunner } from 'typeorm';

/** An execution of a step or of its compensation; both tables keep the same columns. */
const EXECUTION = `
  status          text        NOT NULL,
  attempt         integer     NOT NULL,
  earlier         integer     NOT NULL,
  due_at          timestamptz,
  input           jsonb       NOT NULL,
  output          jsonb,
  failure         jsonb,
  settled_by      integer,
  unknown         boolean     NOT NULL,
  may_have_effect boolean     NOT NULL,
  PRIMARY KEY (saga_id, path)`;

// Every saga and every step is updated soon after it is written. Pages that are left half empty take the new
// versions beside the old ones, so that no index has to learn of them (HOT updates).
const UP = `
CREATE SCHEMA IF NOT EXISTS saga;

CREATE TABLE saga.definitions (
  name       text        NOT NULL,
  version    integer     NOT NULL,
  body       jsonb       NOT NULL,
  hash       text        NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (name, version)
);

CREATE TABLE saga.sagas (
  id          text        PRIMARY KEY,
  definition  text        NOT NULL,
  version     integer     NOT NULL,
  status      text        NOT NULL,
  input       jsonb       NOT NULL,
  failure     jsonb,
  attention   jsonb,
  revision    integer     NOT NULL,
  traceparent text,
  tracestate  text,
  started_at  timestamptz NOT NULL,
  updated_at  timestamptz NOT NULL,
  deadline_at timestamptz,
  wake_at     timestamptz
) WITH (fillfactor = 50);
CREATE INDEX sagas_by_status ON saga.sagas (status, started_at DESC, id DESC);
CREATE INDEX sagas_by_start ON saga.sagas (started_at DESC, id DESC);
CREATE INDEX sagas_to_wake ON saga.sagas (wake_at) WHERE wake_at IS NOT NULL;
COMMENT ON COLUMN saga.sagas.revision IS 'length of the history; fences off a coordinator with an older state';
COMMENT ON COLUMN saga.sagas.wake_at IS 'never later than the next thing to be done without a message';

CREATE VIEW saga.timers AS
  SELECT id AS saga_id, wake_at AS due_at FROM saga.sagas WHERE wake_at IS NOT NULL;

CREATE TABLE saga.steps (
  saga_id         text        NOT NULL,
  path            text        NOT NULL,
  position        integer     NOT NULL,
  ${EXECUTION}
) WITH (fillfactor = 50);

CREATE TABLE saga.compensations (
  saga_id         text        NOT NULL,
  path            text        NOT NULL,
  command         text        NOT NULL,
  ${EXECUTION}
) WITH (fillfactor = 90);
COMMENT ON TABLE saga.compensations IS
  'how to undo each step, written before the step''s command is published; status registered until it is needed';

CREATE TABLE saga.history (
  saga_id text        NOT NULL,
  seq     integer     NOT NULL,
  at      timestamptz NOT NULL,
  type    text        NOT NULL,
  body    json        NOT NULL,
  PRIMARY KEY (saga_id, seq)
);
CREATE FUNCTION saga.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'saga.history is append only';
END $$;
CREATE TRIGGER history_is_append_only BEFORE UPDATE ON saga.history
  FOR EACH ROW EXECUTE FUNCTION saga.refuse_change();

CREATE TABLE saga.inbox (
  message_id  text        PRIMARY KEY,
  received_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX inbox_by_age ON saga.inbox USING brin (received_at);

CREATE TABLE saga.outbox (
  id         bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  created_at timestamptz NOT NULL DEFAULT now(),
  messages   json        NOT NULL
);
COMMENT ON TABLE saga.outbox IS 'one row a transaction: all that it wants published, in order';

CREATE TABLE saga.parked_messages (
  id          bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  key         text        NOT NULL,
  topic       text        NOT NULL,
  partition   integer     NOT NULL,
  "offset"    bigint      NOT NULL,
  message     json        NOT NULL,
  cause       text        NOT NULL,
  attempts    integer     NOT NULL DEFAULT 0,
  parked_at   timestamptz NOT NULL DEFAULT now(),
  due_at      timestamptz NOT NULL DEFAULT now(),
  UNIQUE (topic, partition, "offset")
);
CREATE INDEX parked_messages_by_key ON saga.parked_messages (key, id);
`;

export class CreateSagaTables1764000000000 implements MigrationInterface {
  readonly name = 'CreateSagaTables1764000000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP SCHEMA saga CASCADE');
  }
}
