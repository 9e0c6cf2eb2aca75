import {
  type DefinitionVersion,
  type Rollout,
  type RolloutChange,
  type RunningSagas,
  stableVersion,
} from '@saga/store';

/** The versions of a definition as the API shows them; `stable` of the whole is null while it follows the latest. */
export function versionsView(
  rollout: Rollout,
  versions: DefinitionVersion[],
  running: RunningSagas[],
  changes: RolloutChange[],
) {
  const { canary } = rollout;
  return {
    ...rollout,
    versions: versions.map(({ version, createdAt }) => {
      const { sagas = 0, at = [] } = running.find((each) => each.version === version) ?? {};
      return {
        ...{ version, createdAt },
        isStable: version === stableVersion(rollout),
        canaryPercent: version === canary?.version ? canary.percent : null,
        running: { sagas, at },
      };
    }),
    changes,
  };
}
