import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What is decided about a definition; the decisions before the last one keep the same columns. */
const DECISION = `
  stable         integer,
  canary         integer,
  canary_percent integer     CHECK (canary_percent BETWEEN 1 AND 100),
  active         boolean     NOT NULL DEFAULT true,
  changed_at     timestamptz NOT NULL DEFAULT now(),
  changed_by     text        NOT NULL,
  reason         text        NOT NULL,
  CHECK ((canary IS NULL) = (canary_percent IS NULL))`;

const UP = `
CREATE TABLE saga.rollouts (
  name           text        PRIMARY KEY,
  ${DECISION},
  FOREIGN KEY (name, stable) REFERENCES saga.definitions (name, version),
  FOREIGN KEY (name, canary) REFERENCES saga.definitions (name, version)
);
COMMENT ON TABLE saga.rollouts IS
  'which versions new sagas start with; a definition without a row is active and starts its latest version';
COMMENT ON COLUMN saga.rollouts.stable IS 'null: whichever version is the latest';

CREATE TABLE saga.rollout_history (
  id             bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name           text        NOT NULL,
  act            text        NOT NULL,
  ${DECISION}
);
CREATE INDEX rollout_history_by_name ON saga.rollout_history (name, id);
CREATE FUNCTION saga.refuse_rewriting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'saga.% is append only', TG_TABLE_NAME;
END $$;
CREATE TRIGGER rollout_history_is_append_only BEFORE UPDATE OR DELETE ON saga.rollout_history
  FOR EACH ROW EXECUTE FUNCTION saga.refuse_rewriting();
`;

const DOWN = `
DROP TABLE saga.rollout_history, saga.rollouts;
DROP FUNCTION saga.refuse_rewriting;
`;

export class AddRollouts1764100000000 implements MigrationInterface {
  readonly name = 'AddRollouts1764100000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(DOWN);
  }
}
