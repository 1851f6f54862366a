// An empty store from such a file: `npm run restore -- FILE`.
import { runCommand } from './archive/run-command.ts';

process.exitCode = await runCommand('restore');
