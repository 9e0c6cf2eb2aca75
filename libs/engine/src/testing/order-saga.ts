/** Two steps that can be undone, the pivot, and one that is only retried. No jitter, so that times are plain. */
export const ORDER = `
name: order
deadline: 10s
steps:
  - name: reserve
    command: stock.reserve
    timeout: 1s
    retry: { attempts: 3, backoff: 100ms, factor: 2, jitter: 0 }
    compensate: { command: stock.release, timeout: 1s, retry: { attempts: 2, backoff: 100ms, jitter: 0 } }
  - name: charge
    command: payments.charge
    timeout: 1s
    retry: { attempts: 2, backoff: 100ms, jitter: 0, nonRetryable: [card-unreadable] }
    compensate: { command: payments.refund, timeout: 1s, retry: { attempts: 2, backoff: 100ms, jitter: 0 } }
  - name: ship
    command: shipping.book
    timeout: 1s
    retry: { attempts: 2, backoff: 100ms, jitter: 0 }
    pivot: true
  - name: confirm
    command: orders.confirm
    timeout: 1s
    retry: { attempts: 2, backoff: 100ms, jitter: 0 }
`;
