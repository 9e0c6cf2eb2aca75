import type { StartTrigger } from '../saga-definition.js';
import { topicFor, typeIn } from './event-filter.js';
import type { Source } from './source.js';

/** The events that start the workflow, as triggers of the saga, whose input the event is. */
export function triggersIn(schedule: Source | undefined, document: Source): StartTrigger[] {
  if (!schedule) return [];
  for (const name of ['every', 'cron', 'after'])
    schedule
      .field(name)
      ?.leaveOut(
        `the schedule ("${name}")`,
        'a saga is started by an event, a message or the API',
        'let a scheduler start it at the time',
      );
  const on = schedule.field('on');
  if (!on) return [];
  const one = on.field('one');
  const filters = one ? [one] : (on.field('any')?.items() ?? []);
  on.field('all')?.leaveOut(
    'several events that have to come together',
    'each event starts a saga of its own',
    'start it with one of them, and wait for the others in its first step',
  );
  on.field('until')?.leaveOut(
    'events until something happens',
    'each event starts a saga',
    'see that this is meant',
  );
  return filters.flatMap((filter) => triggerIn(filter, document));
}

function triggerIn(filter: Source, document: Source): StartTrigger[] {
  const attributes = filter.required('with');
  const type = typeIn(attributes);
  for (const [name, field] of [...attributes.fields(), ...filter.fields()])
    if (name !== 'type' && name !== 'with')
      field.leaveOut(
        `the choice of events by "${name}"`,
        'every event of the type starts a saga',
        'put the steps under a condition ("choose")',
      );
  if (type !== undefined)
    return [{ event: type, topic: topicFor(type, document), key: 'event.id', input: '${ event }' }];
  filter.leaveOut('events of no certain type', 'a saga is started by events of one type', 'name the type');
  return [];
}
