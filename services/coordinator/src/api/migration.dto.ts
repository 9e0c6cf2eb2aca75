import { Transform } from 'class-transformer';
import { IsBoolean, IsInt, IsObject, IsOptional, Max, Min, ValidateBy } from 'class-validator';
import { numeric } from './numeric.js';
import { DefinitionDto } from './definition.dto.js';
import { DefinitionName, SagaId } from './rules.js';
import { OperatorActDto } from './saga.dto.js';

const TO = { message: 'must be the version to go on by, a whole number of at least 1' };
const FROM = { message: 'must be the version that the sagas run, a whole number of at least 1' };
const COMPARED = { message: 'must be a version, a whole number of at least 1' };
const DRY_RUN = { message: 'must be true to see what would come of it, or false, or left out' };
const STEPS = 'must be the new names of steps by their old ones, such as {"charge":"pay"}, or left out';
const MAX_VERSION = 2 ** 31 - 1;

/** An object of texts. */
function Names(): PropertyDecorator {
  const validate = (value: unknown) =>
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    Object.values(value).every((name) => typeof name === 'string');
  return ValidateBy({ name: 'names', validator: { validate } }, { message: STEPS });
}

/** What of a migration is the same for one saga and for many. */
class MigrationDto extends OperatorActDto {
  @IsInt(TO)
  @Min(1, TO)
  @Max(MAX_VERSION, TO)
  toVersion!: number;

  @IsOptional()
  @Names()
  steps?: Record<string, string>;

  @IsBoolean(DRY_RUN)
  dryRun = false;
}

/** Asks for a saga to go on by another version of its definition. */
export class MigrateSagaDto extends MigrationDto {
  @SagaId()
  id!: string;
}

/** Asks for all running sagas of a version to go on by another one. */
export class MigrateSagasDto extends MigrationDto {
  @DefinitionName()
  name!: string;

  @IsInt(FROM)
  @Min(1, FROM)
  @Max(MAX_VERSION, FROM)
  fromVersion!: number;
}

/** Asks what would come of it if all running sagas went on by a definition that is not registered. */
export class SimulateMigrationDto extends DefinitionDto {
  @IsObject({ message: 'must be a definition' })
  definition!: object;

  @IsOptional()
  @Names()
  steps?: Record<string, string>;
}

/** Which versions to compare. */
export class DiffDto extends DefinitionDto {
  @Transform(numeric)
  @IsInt(COMPARED)
  @Min(1, COMPARED)
  from!: number;

  @Transform(numeric)
  @IsInt(COMPARED)
  @Min(1, COMPARED)
  to!: number;
}
