// The chat itself, on stock Socket.IO, as its documentation shows it: no catching up, no second try of a message.
import { ackOf, groupsOfUser, messageOf, userOf } from './people.mjs';

const roomOf = ({ type, to }) => (type === 'group' ? `group:${to}` : `user:${to}`);

/** Serves the events that the bench uses. `insert` is called before a message is acked or goes on. */
export function serveChat(io, insert) {
  io.use((socket, next) => {
    const user = userOf(socket.handshake.auth.token);
    socket.data.user = user;
    next(user === undefined ? new Error('unauthenticated') : undefined);
  });

  io.on('connection', (socket) => {
    const { user } = socket.data;
    socket.join(`user:${user}`);
    for (const group of groupsOfUser(user)) socket.join(`group:${group}`);
    socket.on('send_message', (body, ack) => {
      const message = messageOf(user, body);
      insert(message);
      ack(ackOf(message));
      socket.to(roomOf(body)).emit('message', message);
    });
    socket.on('typing', ({ type, to, is_typing }, ack) => {
      ack({ ok: true });
      socket.to(roomOf({ type, to })).emit('typing', { conversation: to, user_id: user, is_typing });
    });
    socket.on('watch_presence', ({ user_ids }, ack) => {
      for (const watched of user_ids) socket.join(`watch:${watched}`);
      ack({ ok: true, presences: [] });
    });
    socket.on('set_presence', ({ status }, ack) => {
      ack({ ok: true });
      io.to(`watch:${user}`).emit('presence', { user_id: user, status, last_seen: null });
    });
    socket.emit('ready', { user_id: user });
  });
}
