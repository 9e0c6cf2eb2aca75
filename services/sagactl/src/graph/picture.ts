export type Shape =
  | 'start'
  | 'step'
  | 'pivot'
  | 'saga'
  | 'event'
  | 'signal'
  | 'approval'
  | 'delay'
  | 'fork'
  | 'loop'
  | 'join'
  | 'end';

export interface Box {
  id: string;
  shape: Shape;
  lines: string[];
}

/** A frame round the boxes of a group; frames lie in one another as groups do. */
export interface Frame {
  id: string;
  title: string;
  boxes: Box[];
  frames: Frame[];
}

/** An arrow says what it undoes by the command, or why it is taken by the condition. */
export interface Arrow {
  from: string;
  to: string;
  label: string;
  /** Where it leads: on, to the next round, back to what was before a step that is undone, to what follows all that. */
  way: 'on' | 'again' | 'back' | 'undone';
}

/** A saga as boxes and arrows, whatever they are drawn with. */
export interface Picture extends Frame {
  arrows: Arrow[];
}
