import { ListApprovalsDto } from './saga.dto.js';

/** How many types of unknown events to list, as for open questions. */
export class ListUnknownEventsDto extends ListApprovalsDto {}
