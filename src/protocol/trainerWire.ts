import * as z from 'zod';
import { notification, request } from './request';

const count = z.int().nonnegative();
const nothing = z.strictObject({});

/** `contact.json` in a run folder: where its training process listens, and the secret that the two know each other by. */
export const contactSchema = z.object({
  /** Path of the Unix socket, or name of the Windows pipe. */
  address: z.string().min(1),
  nonce: z.string().min(32),
  pid: z.int().positive(),
});
export type Contact = z.infer<typeof contactSchema>;

/** What the extension host asks of a training process. `hello` comes first: nothing else is answered before it. */
export const trainerRequests = {
  /** The nonce comes back, so that each knows the other for the run's own. */
  hello: request(
    'hello',
    z.strictObject({ nonce: z.string() }),
    z.strictObject({ nonce: z.string(), run: z.string(), pid: z.int().positive() }),
  ),
  /** Finish the step, save a checkpoint and end. Answered at once; the end is seen in the run folder. */
  stop: request('stop', nothing, nothing),
  /** Answered at once; the pause begins after the step under way. */
  pause: request('pause', nothing, nothing),
  continue: request('continue', nothing, nothing),
  /** The schedule goes on with this peak from the next step. */
  setLearningRate: request('setLearningRate', z.strictObject({ peak: z.number().positive().max(1000) }), nothing),
};

/** What a training process tells. The journal is the truth: these only make it sooner. */
export const trainerNotifications = {
  /** The journal has this many records now. Sent ten times a second at most. */
  grew: notification('grew', z.strictObject({ records: count })),
  /** How far something before the training is. */
  preparing: notification('preparing', z.strictObject({ what: z.string(), done: count, total: count })),
  /** Every second that the process is free: a step of a large network may take longer. */
  beat: notification('beat', nothing),
};
