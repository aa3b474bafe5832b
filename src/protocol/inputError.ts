/**
 * The person's input is wrong: a file, a field, a flag. The message is one sentence that names what and where, and
 * says what to do. The command line exits with status 2 and prints the message alone; everything else is our fault.
 */
export class InputError extends Error {
  override readonly name = 'InputError';
}

/**
 * What was thrown, its sentence begun with the file or the field that it is about; anything but an `InputError` stays as
 * it is.
 */
export function placed(place: string, error: unknown): unknown {
  return error instanceof InputError ? new InputError(`${place}: ${error.message}`) : error;
}
