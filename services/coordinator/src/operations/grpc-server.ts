import { Server, ServerCredentials } from '@grpc/grpc-js';
import { ServerGrpc } from '@nestjs/microservices';
import { OperatorService } from '@saga/contracts/operator';
import { grpcPackage } from './grpc-package.js';

/** Serves the operations over gRPC. */
export class OperationsServer extends ServerGrpc {
  /** Where it answers, such as 127.0.0.1:3001; known once it listens. */
  address = '';

  /** @param port 0 picks a free one */
  constructor(
    private readonly host: string,
    private readonly port: number,
    private readonly maxRequestBytes: number,
  ) {
    super({
      package: OperatorService.file.proto.package,
      packageDefinition: grpcPackage(OperatorService),
    });
  }

  /** Rejects when the port is taken. Nest's own would not say which port it got. */
  override async createClient(): Promise<Server> {
    const server = new Server({ 'grpc.max_receive_message_length': this.maxRequestBytes });
    const host = this.host.includes(':') ? `[${this.host}]` : this.host;
    const port = await new Promise<number>((resolve, reject) =>
      server.bindAsync(`${host}:${this.port}`, ServerCredentials.createInsecure(), (error, bound) =>
        error
          ? reject(
              new Error(
                `gRPC can't listen on ${host}:${this.port}, choose another GRPC_PORT: ${error.message}`,
              ),
            )
          : resolve(bound),
      ),
    );
    this.address = `${host}:${port}`;
    return server;
  }
}
