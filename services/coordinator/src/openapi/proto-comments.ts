import type { FileDescriptorProto } from '@bufbuild/protobuf/wkt';

/** The numbers of the fields that a location's path is made of, as descriptor.proto has them. */
const MESSAGE = 4;
const SERVICE = 6;
const MEMBER = 2;

/** What the comments of a file say, each on one line, by the full names of what they are about. */
export function protoComments(file: FileDescriptorProto): [name: string, text: string][] {
  return (file.sourceCodeInfo?.location ?? []).flatMap(({ path, leadingComments }) => {
    const name = leadingComments && nameAt(file, path);
    return name ? [[`${file.package}.${name}`, leadingComments.trim().replaceAll(/\s*\n\s*/g, ' ')]] : [];
  });
}

/** Of a message or a service, or of a field or an rpc of one. */
function nameAt({ messageType, service }: FileDescriptorProto, path: number[]): string | undefined {
  const [kind, index, member, memberIndex] = path;
  if (path.length !== 2 && (path.length !== 4 || member !== MEMBER)) return undefined;
  const [owner, members] =
    kind === MESSAGE
      ? [messageType[index!], messageType[index!]?.field]
      : kind === SERVICE
        ? [service[index!], service[index!]?.method]
        : [];
  return path.length === 2 ? owner?.name : owner && `${owner.name}.${members![memberIndex!]!.name}`;
}
