import {
  Crown,
  Ellipsis,
  MessageSquare,
  ShieldCheck,
  ShieldOff,
  UserMinus,
  type LucideIcon,
} from 'lucide-react';
import type { Role } from '@parley/client';
import { IconButton } from '../design/icon-button.tsx';
import { Menu } from '../design/menu.tsx';
import { useOwnId } from '../people/use-person.ts';
import { texts } from '../texts/texts.ts';
import { memberActions, type MemberAction } from './member-actions.ts';
import { PersonLine } from './person-line.tsx';
import type { Member } from './use-members.ts';

export interface MemberRowProps {
  readonly member: Member;
  /** the role of whoever looks */
  readonly own: Role;
  readonly onChoose: (member: Member, action: MemberAction) => void;
}

const looks: Readonly<Record<MemberAction, { readonly icon: LucideIcon; readonly label: string }>> = {
  write: { icon: MessageSquare, label: texts.details.writeTo },
  make_admin: { icon: ShieldCheck, label: texts.details.makeAdmin },
  make_member: { icon: ShieldOff, label: texts.details.makeMember },
  hand_over: { icon: Crown, label: texts.details.makeOwner },
  remove: { icon: UserMinus, label: texts.details.remove },
};

export function MemberRow({ member, own, onChoose }: MemberRowProps) {
  const ownId = useOwnId();
  const { user, role } = member;
  const actions = memberActions({ own, theirs: role, isSelf: user.id === ownId });
  const t = texts.details;
  return (
    <div className="member-row">
      <PersonLine user={user} />
      {role !== 'member' && <span className="member-row__role">{t.role[role]}</span>}
      {actions.length > 0 && (
        <Menu
          trigger={<IconButton icon={Ellipsis} label={t.menuOf(user.display_name)} />}
          items={actions.map((action) => ({
            ...looks[action],
            isDanger: action === 'remove',
            startsGroup: action === 'remove',
            onSelect: () => onChoose(member, action),
          }))}
        />
      )}
    </div>
  );
}
