// From one store into another, while it serves: `npm run move -- --from sqlite:./data --to mongodb://…`.
import { runCommand } from './archive/run-command.ts';

process.exitCode = await runCommand('move');
