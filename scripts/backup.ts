// Everything that Parley holds, into one file, while it serves: `npm run backup -- FILE`.
import { runCommand } from './archive/run-command.ts';

process.exitCode = await runCommand('backup');
