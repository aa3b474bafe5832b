/**
 * The person's input is wrong: a file, a field, a flag. The message is one sentence that names what and where, and
 * says what to do. The command line exits with status 2 and prints the message alone; everything else is our fault.
 */
export class InputError extends Error {
  override readonly name = 'InputError';
}
