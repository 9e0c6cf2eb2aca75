import type { MethodDefinition, ServiceDefinition } from '@grpc/grpc-js';
import {
  type DescMessage,
  type DescService,
  fromBinary,
  fromJson,
  type JsonValue,
  toBinary,
  toJson,
} from '@bufbuild/protobuf';

/**
 * A gRPC service whose methods take and give what REST has as JSON: the message classes stay between here and
 * the wire. An answer with a field that its message lacks is an error of ours, and fails.
 */
export function grpcPackage(service: DescService): Record<string, ServiceDefinition> {
  const methods = service.methods.map(({ name, input, output, methodKind }) => {
    const method: MethodDefinition<JsonValue, JsonValue> = {
      path: `/${service.typeName}/${name}`,
      requestStream: false,
      responseStream: methodKind === 'server_streaming',
      requestSerialize: serializer(input),
      requestDeserialize: deserializer(input),
      responseSerialize: serializer(output),
      responseDeserialize: deserializer(output),
      originalName: name[0]!.toLowerCase() + name.slice(1),
    };
    return [name, method] as const;
  });
  return { [service.typeName]: Object.fromEntries(methods) };
}

function serializer(message: DescMessage) {
  return (value: unknown): Buffer => {
    // What JSON leaves out or writes its own way, such as undefined and Date, is made JSON first.
    const json = JSON.parse(JSON.stringify(value ?? {})) as JsonValue;
    return Buffer.from(toBinary(message, fromJson(message, json)));
  };
}

function deserializer(message: DescMessage) {
  return (bytes: Buffer): JsonValue => toJson(message, fromBinary(message, bytes));
}
