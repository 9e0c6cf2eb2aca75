import type { MigrationInterface, QueryRunner } from 'typeorm';

const UP = `
ALTER TABLE saga.sagas ADD COLUMN addresses jsonb;
COMMENT ON COLUMN saga.sagas.addresses IS
  'by their names, what participants know those steps as that another version calls otherwise';
`;

const DOWN = `ALTER TABLE saga.sagas DROP COLUMN addresses`;

export class AddStepAddresses1764400000000 implements MigrationInterface {
  readonly name = 'AddStepAddresses1764400000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(DOWN);
  }
}
