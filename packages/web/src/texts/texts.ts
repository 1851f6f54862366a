import { app } from './en/app.ts';
import { attention } from './en/attention.ts';
import { connection } from './en/connection.ts';
import { conversation } from './en/conversation.ts';
import { conversations } from './en/conversations.ts';
import { details } from './en/details.ts';
import { emoji } from './en/emoji.ts';
import { keyboard } from './en/keyboard.ts';
import { media } from './en/media.ts';
import { settings } from './en/settings.ts';
import { signIn } from './en/sign-in.ts';
import { time } from './en/time.ts';

/** The one catalogue: every text that a person sees or hears. Another language is another folder beside `en`. */
export const texts = {
  app,
  attention,
  connection,
  conversation,
  conversations,
  details,
  emoji,
  keyboard,
  media,
  settings,
  signIn,
  time,
};
