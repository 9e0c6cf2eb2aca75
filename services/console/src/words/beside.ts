/** What is asked for beside a step's command, by how the coordinator calls it: `lock`, `status[2]`. */
export function besideWords(name: string): string {
  const [, kind, attempt] = /^([a-z]+)(?:\[(\d+)\])?$/.exec(name) ?? [];
  switch (kind) {
    case 'lock':
      return 'Lock';
    case 'reread':
      return 'Read again';
    case 'status':
      return `Asked about attempt ${attempt}`;
    case 'verified':
      return 'Verification of its undoing';
    default:
      return name;
  }
}
