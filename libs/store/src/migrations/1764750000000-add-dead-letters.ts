import type { MigrationInterface, QueryRunner } from 'typeorm';

const UP = `
CREATE TABLE saga.dead_letters (
  id             bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  letter_id      text        NOT NULL,
  tenant         text,
  consumer_group text        NOT NULL,
  cause_code     text        NOT NULL,
  cause          json        NOT NULL,
  topic          text        NOT NULL,
  partition      integer     NOT NULL,
  "offset"       bigint      NOT NULL,
  sent_at        timestamptz NOT NULL,
  original       json        NOT NULL,
  value          bytea,
  saga_id        text,
  fingerprint    text        NOT NULL,
  lineage        text        NOT NULL,
  redrive_of     bigint,
  given_up_at    timestamptz NOT NULL,
  received_at    timestamptz NOT NULL DEFAULT now(),
  state          text        NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'redriven', 'discarded')),
  closed_at      timestamptz,
  closed_by      text,
  reason         text,
  fix            json,
  UNIQUE (letter_id, topic, partition, "offset"),
  CHECK ((state = 'open') = (closed_at IS NULL))
);
CREATE INDEX dead_letters_by_state ON saga.dead_letters (state, id DESC);
CREATE INDEX dead_letters_by_group ON saga.dead_letters (consumer_group, topic, cause_code, state, id DESC);
CREATE INDEX dead_letters_by_lineage ON saga.dead_letters (lineage, id);
CREATE INDEX dead_letters_by_saga ON saga.dead_letters (saga_id, id DESC) WHERE saga_id IS NOT NULL;
CREATE INDEX dead_letters_by_tenant ON saga.dead_letters (tenant, id DESC) WHERE tenant IS NOT NULL;
CREATE INDEX dead_letters_closed ON saga.dead_letters (closed_at) WHERE closed_at IS NOT NULL;
COMMENT ON COLUMN saga.dead_letters.letter_id IS 'source and id of the letter itself: one that is published twice is one';
COMMENT ON COLUMN saga.dead_letters.original IS 'key and headers as they were; json keeps an escaped U+0000';
COMMENT ON COLUMN saga.dead_letters.fingerprint IS 'the same for all letters of one message that one group gave up for one cause';
COMMENT ON COLUMN saga.dead_letters.lineage IS
  'the fingerprint of the first letter: those that came back from its redrives have it too, whatever their cause';
`;

export class AddDeadLetters1764750000000 implements MigrationInterface {
  readonly name = 'AddDeadLetters1764750000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE saga.dead_letters');
  }
}
