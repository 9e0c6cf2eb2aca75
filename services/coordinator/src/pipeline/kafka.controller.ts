import { Controller } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import type { Batch } from '@saga/bus';
import { Intake } from './intake.js';

/** The topics that the coordinator takes its work from, without their prefix. */
@Controller()
export class KafkaController {
  constructor(private readonly intake: Intake) {}

  @EventPattern('saga.start')
  starts(@Payload() batch: Batch): Promise<void> {
    return this.intake.take(batch);
  }

  @EventPattern('saga.signal')
  signals(@Payload() batch: Batch): Promise<void> {
    return this.intake.take(batch);
  }

  @EventPattern('saga.reply')
  replies(@Payload() batch: Batch): Promise<void> {
    return this.intake.take(batch);
  }
}
