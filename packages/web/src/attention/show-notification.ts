import type { ShowNotification } from './desktop-notifications.ts';

/** Shows it on the desktop, where somebody has allowed that. */
export const showNotification: ShowNotification = ({ conversation, title, body }, onClick) => {
  if (!('Notification' in globalThis) || Notification.permission !== 'granted') return undefined;
  try {
    const notification = new Notification(title, {
      body,
      tag: conversation,
      icon: '/icon-192.png',
      // The app has its own sound, which can be switched off by itself.
      silent: true,
    });
    notification.addEventListener('click', () => {
      focus();
      onClick();
    });
    return notification;
  } catch {
    return undefined; // Android shows them from service workers only
  }
};
