/** Which versions of a definition new sagas start with, as the coordinator answers. */
export interface Rollout {
  name: string;
  latest: number;
  /** The version that new sagas start with; null: whichever is the latest. */
  stable: number | null;
  /** Another version, which so many percent of the new sagas start with. */
  canary: { version: number; percent: number } | null;
  active: boolean;
}

/** A definition in the list of all; `running` counts its sagas that have not ended. */
export interface ListedDefinition extends Omit<Rollout, 'latest'> {
  /** The latest. */
  version: number;
  running: number;
}

export interface RegisteredVersion {
  name: string;
  version: number;
}

/** Why a request is refused (RFC 9457), with each field at fault. */
export interface Problem {
  status: number;
  code: string;
  detail: string;
  errors?: { field: string; message: string; fix?: string }[];
}
