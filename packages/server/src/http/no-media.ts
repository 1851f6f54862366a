import { refuse } from '@parley/protocol';

export const uploadRefused = refuse('unsupported_type', 'This server does not take media yet.').error;
