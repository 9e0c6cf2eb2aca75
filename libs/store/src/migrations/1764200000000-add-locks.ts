import type { MigrationInterface, QueryRunner } from 'typeorm';

const UP = `
CREATE TABLE saga.locks (
  key     text        PRIMARY KEY,
  saga_id text,
  since   timestamptz,
  places  bigint      NOT NULL DEFAULT 0
) WITH (fillfactor = 50);
COMMENT ON TABLE saga.locks IS 'the keys that are held; a row without a saga is one in the hand of a transaction';
COMMENT ON COLUMN saga.locks.places IS 'how many places in the line for the key have been given out';

CREATE TABLE saga.lock_requests (
  key        text        NOT NULL,
  saga_id    text        NOT NULL,
  step       text        NOT NULL,
  attempt    integer     NOT NULL,
  status     text        NOT NULL,
  place      bigint,
  holder     text,
  asked_at   timestamptz NOT NULL,
  granted_at timestamptz,
  trace      json,
  touched_at timestamptz NOT NULL,
  PRIMARY KEY (key, saga_id, step)
) WITH (fillfactor = 50);
CREATE INDEX lock_requests_in_line ON saga.lock_requests (key, place) WHERE status = 'waiting';
CREATE INDEX lock_requests_to_forget ON saga.lock_requests (touched_at) WHERE status IN ('refused', 'released');
COMMENT ON TABLE saga.lock_requests IS
  'what each step of a saga wants of a key, and what came of it; kept for a while after its end, for late repetitions';
COMMENT ON COLUMN saga.lock_requests.holder IS 'the saga for which the latest attempt was refused';
`;

const DOWN = `DROP TABLE saga.lock_requests, saga.locks`;

export class AddLocks1764200000000 implements MigrationInterface {
  readonly name = 'AddLocks1764200000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(DOWN);
  }
}
