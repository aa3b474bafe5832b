// Entry point of the command line, and nothing else.
import { main } from './cli/main';
import { processTerminal } from './cli/terminal';

void main(process.argv.slice(2), processTerminal()).then(status => {
  process.exitCode = status;
});
