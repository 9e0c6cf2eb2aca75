import { createKafkaBus } from '@saga/bus';
import { createCodec } from '@saga/contracts';
import { CannotVerify } from '../conformance/cannot-verify.js';
import { Exchange } from '../conformance/exchange.js';
import { jsonReport, textReport } from '../conformance/report.js';
import type { Subject } from '../conformance/subject.js';
import { RULES, verify } from '../conformance/verify.js';
import { EXIT, type ExitStatus } from '../exit-status.js';
import type { Terminal } from '../terminal.js';

export interface VerifyOptions extends Subject {
  brokers: string[];
  topicPrefix: string;
  /** How many ms to wait for an answer. */
  timeout: number;
  format: 'text' | 'json';
}

const CLIENT = 'sagactl';
/** A person waits: about ten seconds until it is said that nobody answers. */
const RETRY = { initialRetryTime: 100, retries: 8 };

/** Tries the rules of the contract on a running participant; ends with faults when it breaks any. */
export async function verifyParticipant(options: VerifyOptions, terminal: Terminal): Promise<ExitStatus> {
  const { participant, brokers, topicPrefix: prefix, timeout, format } = options;
  const bus = createKafkaBus({ brokers, clientId: CLIENT, retry: RETRY });
  const exchange = new Exchange(bus, createCodec({ source: CLIENT, prefix }), participant, timeout);
  try {
    await exchange.open();
    const findings = await verify(exchange, options, (tried) =>
      terminal.live?.(`${tried} of ${RULES.length} rules tried`),
    );
    terminal.live?.('');
    terminal.out(
      format === 'json'
        ? jsonReport(participant, findings)
        : textReport(participant, findings, terminal.style),
    );
    return findings.some(({ result }) => result === 'broken') ? EXIT.faults : EXIT.ok;
  } catch (error) {
    if (!(error instanceof Error && error.name.startsWith('KafkaJS'))) throw error;
    throw new CannotVerify(brokers, error.message);
  } finally {
    await exchange.close();
    await bus.close();
  }
}
