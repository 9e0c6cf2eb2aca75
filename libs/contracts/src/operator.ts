/** The operators' gRPC service, as proto/saga/operator/v1 describes it. */
export { OperatorService } from './gen/saga/operator/v1/operator_service_pb.js';
