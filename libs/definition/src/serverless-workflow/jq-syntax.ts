/** A jq program as a tree; what sagas have no counterpart for is no part of it. */
export type Jq =
  | { op: 'identity' }
  | { op: 'variable'; name: string }
  | { op: 'literal'; value: null | boolean | number | string }
  /** Texts and, between them, what is put into the text. */
  | { op: 'text'; parts: (string | Jq)[] }
  | { op: 'field'; of: Jq; name: Jq }
  | { op: 'object'; fields: [name: Jq, value: Jq][] }
  | { op: 'list'; items: Jq[] }
  | { op: 'call'; name: string; args: Jq[] }
  | { op: 'binary'; sign: string; left: Jq; right: Jq }
  | { op: 'if'; condition: Jq; then: Jq; otherwise: Jq };

/** Thrown when a text is no jq, or jq that is not read here. */
export class JqSyntaxError extends Error {}

const TOKEN =
  /\s+|#[^\n]*|(?<number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|(?<name>\$?[A-Za-z_][A-Za-z0-9_]*(?:::\w+)*)|(?<sign>\/\/=|\?\/\/|\.\.|\/\/|[=!<>|+*/%-]=|[.|,()[\]{}:;?=<>+*/%"@-])/y;

/** How tightly the signs bind, the loosest first. `//` alone groups to the right; comparisons don't group. */
const LEVELS: readonly (readonly string[])[] = [
  ['|'],
  ['//'],
  ['or'],
  ['and'],
  ['==', '!=', '<', '<=', '>', '>='],
  ['+', '-'],
  ['*', '/', '%'],
];
const COMPARISON = 4;
const KEYWORDS = [
  'and',
  'or',
  'then',
  'elif',
  'else',
  'end',
  'as',
  'def',
  'reduce',
  'foreach',
  'try',
  'catch',
  'label',
];

const MAX_LENGTH = 2_000;
const MAX_DEPTH = 50;

/** Reads a jq program. Throws JqSyntaxError, which says what it is that is not read. */
export function parseJq(text: string): Jq {
  if (text.length > MAX_LENGTH) throw new JqSyntaxError(`is longer than ${MAX_LENGTH} characters`);
  const parser = new Parser(text, 0);
  const program = parser.level(0);
  parser.expectEnd();
  return program;
}

class Parser {
  /** The token that comes next; empty at the end. */
  private token = '';
  private kind: 'number' | 'name' | 'sign' | 'end' = 'end';
  private end = 0;
  private previousEnd = 0;
  private depth = 0;

  constructor(
    private readonly text: string,
    private start: number,
  ) {
    this.next();
  }

  level(level: number): Jq {
    if (level === LEVELS.length) return this.postfix();
    if (level === 0 && ++this.depth > MAX_DEPTH) throw new JqSyntaxError('is nested too deep');
    let left = this.level(level + 1);
    while (this.kind !== 'end' && LEVELS[level]!.includes(this.token)) {
      const sign = this.take();
      left = { op: 'binary', sign, left, right: this.level(sign === '//' ? level : level + 1) };
      if (level === COMPARISON) break;
    }
    if (level === 0) this.depth--;
    return left;
  }

  expectEnd(): void {
    if (this.kind !== 'end') this.fail();
  }

  private postfix(): Jq {
    let term = this.term();
    for (;;) {
      if (this.kind === 'sign' && this.token === '[') term = this.element(term);
      else if (this.kind === 'sign' && this.token === '.') term = this.after(term);
      else return term;
    }
  }

  /** A field of what stands before the dot; `.a.[0]` is `.a[0]`. */
  private after(of: Jq): Jq {
    this.take();
    return this.isNext('[') ? this.element(of) : { op: 'field', of, name: this.fieldName() };
  }

  private isNext(token: string): boolean {
    return this.kind === 'sign' && this.token === token;
  }

  private term(): Jq {
    const { kind, token } = this;
    if (kind === 'number') return { op: 'literal', value: Number(this.take()) };
    if (kind === 'name') return this.named();
    switch (token) {
      case '.':
        return this.dot();
      case '"':
        return this.string();
      case '(': {
        this.take();
        const inner = this.level(0);
        this.expect(')');
        return inner;
      }
      case '-': {
        this.take();
        const operand = this.postfix();
        if (operand.op === 'literal' && typeof operand.value === 'number')
          return { op: 'literal', value: -operand.value };
        return { op: 'binary', sign: '-', left: { op: 'literal', value: 0 }, right: operand };
      }
      case '[': {
        this.take();
        return { op: 'list', items: this.until(']', () => this.level(0)) };
      }
      case '{': {
        this.take();
        return { op: 'object', fields: this.until('}', () => this.objectField()) };
      }
      default:
        return this.fail();
    }
  }

  /** `.` alone, or with the field or the element that it reads. */
  private dot(): Jq {
    this.take();
    const isField = (this.kind === 'name' || this.token === '"') && this.start === this.previousEnd;
    if (isField) return { op: 'field', of: { op: 'identity' }, name: this.fieldName() };
    return { op: 'identity' };
  }

  private fieldName(): Jq {
    if (this.token === '"') return this.string();
    if (this.kind !== 'name' || this.token.startsWith('$')) return this.fail();
    return { op: 'literal', value: this.take() };
  }

  private element(of: Jq): Jq {
    this.take();
    if (this.token === ']') throw new JqSyntaxError('gives several values, by .[]');
    const name = this.level(0);
    if (this.token === ':') throw new JqSyntaxError('takes a slice of a list');
    this.expect(']');
    return { op: 'field', of, name };
  }

  private named(): Jq {
    const name = this.take();
    if (name.startsWith('$')) return { op: 'variable', name: name.slice(1) };
    if (name === 'true' || name === 'false') return { op: 'literal', value: name === 'true' };
    if (name === 'null') return { op: 'literal', value: null };
    if (name === 'if') return this.condition();
    if (KEYWORDS.includes(name)) throw new JqSyntaxError(`has "${name}", which is not read here`);
    if (this.token !== '(') return { op: 'call', name, args: [] };
    this.take();
    return { op: 'call', name, args: this.until(')', () => this.level(0), ';') };
  }

  /** What follows `if` or `elif`; without `else` the input passes. */
  private condition(): Jq {
    const condition = this.level(0);
    this.expect('then');
    const then = this.level(0);
    if (this.token === 'elif') {
      this.take();
      return { op: 'if', condition, then, otherwise: this.condition() };
    }
    let otherwise: Jq = { op: 'identity' };
    if (this.token === 'else') {
      this.take();
      otherwise = this.level(0);
    }
    this.expect('end');
    return { op: 'if', condition, then, otherwise };
  }

  private objectField(): [Jq, Jq] {
    if (this.token === '(') {
      this.take();
      const name = this.level(0);
      this.expect(')');
      this.expect(':');
      return [name, this.level(1)];
    }
    if (this.kind === 'name' && this.token.startsWith('$')) {
      const name = this.take().slice(1);
      return [
        { op: 'literal', value: name },
        { op: 'variable', name },
      ];
    }
    const name = this.fieldName();
    if (this.token !== ':') return [name, { op: 'field', of: { op: 'identity' }, name }];
    this.take();
    return [name, this.level(1)];
  }

  /** A text, with `\( ... )` in it. */
  private string(): Jq {
    const parts: (string | Jq)[] = [];
    let part = '';
    for (let i = this.end; ; i++) {
      const character = this.text[i];
      if (character === undefined) throw new JqSyntaxError('has a text without an end');
      if (character === '"') {
        this.end = i + 1;
        this.next();
        break;
      }
      if (character !== '\\') {
        part += character;
      } else if (this.text[i + 1] === '(') {
        const inner = new Parser(this.text, i + 2);
        inner.depth = this.depth;
        parts.push(part, inner.level(0));
        if (inner.token !== ')') inner.fail();
        part = '';
        i = inner.end - 1;
      } else {
        const [escape] = /^\\(u[0-9a-fA-F]{4}|["\\/bfnrt])/.exec(this.text.slice(i)) ?? [];
        if (!escape) throw new JqSyntaxError('has an unknown \\ in a text');
        part += JSON.parse(`"${escape}"`) as string;
        i += escape.length - 1;
      }
    }
    if (parts.length === 0) return { op: 'literal', value: part };
    return { op: 'text', parts: [...parts, part] };
  }

  private until<T>(end: string, read: () => T, separator = ','): T[] {
    const all: T[] = [];
    while (this.token !== end) {
      if (all.length > 0) this.expect(separator);
      all.push(read());
    }
    this.take();
    return all;
  }

  private take(): string {
    const { token } = this;
    this.next();
    return token;
  }

  private expect(token: string): void {
    if (this.token !== token || this.kind === 'end') this.fail();
    this.take();
  }

  private next(): void {
    this.previousEnd = this.end || this.start;
    this.start = this.end || this.start;
    for (;;) {
      if (this.start >= this.text.length) {
        [this.token, this.kind, this.end] = ['', 'end', this.start];
        return;
      }
      TOKEN.lastIndex = this.start;
      const match = TOKEN.exec(this.text);
      if (!match) return void this.fail(this.text[this.start]);
      const { number, name, sign } = match.groups!;
      this.end = TOKEN.lastIndex;
      if (number ?? name ?? sign) {
        this.token = match[0];
        this.kind = number ? 'number' : name ? 'name' : 'sign';
        return;
      }
      this.start = this.end;
    }
  }

  private fail(token = this.token): never {
    throw new JqSyntaxError(token === '' ? 'ends too early' : `has "${token}", which is not read here`);
  }
}
