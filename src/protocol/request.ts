import type * as z from 'zod';

/** A request over a wire: its name, and the schemas that both ends hold its parameters and its result to. */
export interface RequestContract<Params, Result> {
  readonly method: string;
  readonly params: z.ZodType<Params>;
  readonly result: z.ZodType<Result>;
}

/** Declares a request. */
export const request = <Params, Result>(
  method: string,
  params: z.ZodType<Params>,
  result: z.ZodType<Result>,
): RequestContract<Params, Result> => ({ method, params, result });

/** A message that nobody answers. */
export interface NotificationContract<Params> {
  readonly method: string;
  readonly params: z.ZodType<Params>;
}

/** Declares a notification. */
export const notification = <Params>(method: string, params: z.ZodType<Params>): NotificationContract<Params> => ({
  method,
  params,
});
