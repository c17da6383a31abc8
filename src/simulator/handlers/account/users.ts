import { done, refuse, reply, type SimulatedAnswer } from "../../answer.ts";
import { type Call, type Handler, type Handlers, textField } from "../../call.ts";
import { nextId, type User } from "../../store/customers.ts";
import { assign, assigned, unassign, unassigned } from "./assignments.ts";

export const userHandlers: Handlers = {
  "POST /account": inviteUser,
  "GET /account/user/{id}": withUser(showUser),
  "PUT /account/user/{id}": withUser(changeUser),
  "DELETE /account/user/{id}": withUser(removeUser),
  "PUT /account/user/{id}/server": withUser((call) => assign(call, "user", "server")),
  "DELETE /account/user/{id}/server/{relation_id}": withUser((call) => unassign(call, "user", "server")),
};

const levels = ["admin", "user", "server"];

function withUser(handle: (call: Call, user: User) => SimulatedAnswer): Handler {
  return (call) => {
    const user = call.store.customer.users.find((each) => each.contact_id === call.path.id);
    return user ? handle(call, user) : refuse(404, "User not found.");
  };
}

/** Field names without a prefix here, with one when a user is changed; no id comes back. */
function inviteUser(call: Call): SimulatedAnswer {
  const { users } = call.store.customer;
  const [name, username, level] = ["name", "username", "accesslevel"].map((field) => textField(call, field) ?? "");
  if (!name || !username?.includes("@")) return refuse(400, "Name and email are required.");
  if (!level || !levels.includes(level)) return refuse(400, "Access level is not valid.");
  if (users.some((user) => user.contact_username === username)) return refuse(400, "Email address is already in use.");
  users.push({
    contact_id: nextId(users.map((user) => user.contact_id)),
    contact_name: name,
    contact_username: username,
    contact_access_level: level,
    contact_active: "0",
    contact_2fa: "0",
  });
  return done("User has been invited.");
}

function showUser(call: Call, user: User): SimulatedAnswer {
  const servers = assigned(call, "user", "server");
  return reply({ ...user, servers, servers_unassigned: unassigned(call, "user", "server") });
}

function changeUser(call: Call, user: User): SimulatedAnswer {
  const level = textField(call, "contact_access_level") ?? "";
  if (!levels.includes(level)) return refuse(400, "Access level is not valid.");
  user.contact_name = textField(call, "contact_name") ?? user.contact_name;
  user.contact_username = textField(call, "contact_username") ?? user.contact_username;
  user.contact_access_level = level;
  return done("User has been updated.");
}

function removeUser(call: Call, user: User): SimulatedAnswer {
  if (user.contact_username === call.caller.account.username) return refuse(400, "You cannot delete your own contact.");
  const { users } = call.store.customer;
  users.splice(users.indexOf(user), 1);
  return done("User has been deleted.");
}
