import { Transform } from 'class-transformer';
import { IsDefined, IsInt, IsOptional, Max, Min } from 'class-validator';
import { numeric } from './numeric.js';
import { DefinitionName } from './rules.js';
import { OperatorActDto } from './saga.dto.js';

const SHOWN = { message: 'must be a whole number of at least 1, or left out for the latest version' };
const ROLLED_BACK_TO = {
  message: 'must be the version to start new sagas with, or left out for whichever is the latest',
};
const TRIED = { message: 'must be the version to try, a whole number of at least 1' };
const PERCENT = { message: 'must be how many percent of the new sagas, a whole number from 0 to 100' };
const MAX_VERSION = 2 ** 31 - 1;

/** Carries a definition: itself, or a text of it. */
export class RegisterDefinitionDto {
  @IsDefined({ message: 'must be the definition, in JSON or as a text in YAML' })
  definition!: unknown;
}

/** Names a definition. */
export class DefinitionDto {
  @DefinitionName()
  name!: string;
}

/** An operator's decision about a definition. */
export class DefinitionActDto extends OperatorActDto {
  @DefinitionName()
  name!: string;
}

/** Which version of a definition to show. */
export class ShowDefinitionDto extends DefinitionDto {
  @IsOptional()
  @Transform(numeric)
  @IsInt(SHOWN)
  @Min(1, SHOWN)
  version?: number;
}

/** Asks for new sagas to start with an earlier version, or with the latest again. */
export class RollBackDto extends DefinitionActDto {
  @IsOptional()
  @IsInt(ROLLED_BACK_TO)
  @Min(1, ROLLED_BACK_TO)
  @Max(MAX_VERSION, ROLLED_BACK_TO)
  version?: number | null;
}

/** Asks for a part of the new sagas to start with another version. */
export class CanaryDto extends DefinitionActDto {
  @IsInt(TRIED)
  @Min(1, TRIED)
  @Max(MAX_VERSION, TRIED)
  version!: number;

  @IsInt(PERCENT)
  @Min(0, PERCENT)
  @Max(100, PERCENT)
  percent!: number;
}
