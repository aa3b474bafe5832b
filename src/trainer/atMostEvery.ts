/** Passes values on. */
export interface Paced<T> {
  offer(value: T): void;
  /** Passes on at once what still waits. */
  flush(): void;
}

/**
 * Passes values on, at most one in so many milliseconds: the first at once, and always the last; those between are passed
 * over when a later one comes before their turn.
 */
export function atMostEvery<T>(milliseconds: number, pass: (value: T) => void): Paced<T> {
  let waiting: { readonly value: T } | undefined;
  let timer: NodeJS.Timeout | undefined;
  let passedAt = -Infinity;
  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    if (!waiting) return;
    const { value } = waiting;
    waiting = undefined;
    passedAt = performance.now();
    pass(value);
  };
  return {
    offer: value => {
      waiting = { value };
      const left = passedAt + milliseconds - performance.now();
      if (left <= 0) flush();
      else timer ??= setTimeout(flush, left);
    },
    flush,
  };
}
