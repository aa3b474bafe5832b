import { trainerMain } from './trainer/trainerMain';

void trainerMain(process.argv.slice(2)).then(status => process.exit(status));
