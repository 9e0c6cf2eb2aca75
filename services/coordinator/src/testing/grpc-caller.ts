import { credentials, loadPackageDefinition, Metadata, type ServiceError } from '@grpc/grpc-js';
import { OperatorService } from '@saga/contracts/operator';
import { grpcPackage } from '../operations/grpc-package.js';

type Method = (
  request: object,
  metadata: Metadata,
  done: (error: ServiceError | null, answer: Record<string, unknown>) => void,
) => void;

/** Calls a coordinator over gRPC with JSON in place of messages. */
export interface GrpcCaller {
  call(name: string, request: object, headers?: Record<string, string>): Promise<Record<string, unknown>>;
  close(): void;
}

export function grpcCaller(address: string): GrpcCaller {
  const Client = loadPackageDefinition(grpcPackage(OperatorService)) as unknown as {
    saga: {
      operator: {
        v1: { OperatorService: new (...args: unknown[]) => Record<string, Method> & { close(): void } };
      };
    };
  };
  const client = new Client.saga.operator.v1.OperatorService(address, credentials.createInsecure());
  return {
    call(name, request, headers = {}) {
      const metadata = new Metadata();
      Object.entries(headers).forEach(([key, value]) => metadata.set(key, value));
      return new Promise((resolve, reject) =>
        client[name]!(request, metadata, (error, answer) => (error ? reject(error) : resolve(answer))),
      );
    },
    close: () => client.close(),
  };
}
