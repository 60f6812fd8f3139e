// Reads a calendar with ical.js and prints its events, one JSON array a line: uid, summary, first day, day after the last,
// description, licence. Usage: node calendar.js FILE
const fs = require("fs");
const ical = require("ical.js");

const calendar = new ical.Component(ical.parse(fs.readFileSync(process.argv[2], "utf8")));
for (const component of calendar.getAllSubcomponents("vevent")) {
  const event = new ical.Event(component);
  const licence = component.getFirstPropertyValue("x-citizennetwork-licence");
  console.log(JSON.stringify([event.uid, event.summary, event.startDate.toString(), event.endDate.toString(), event.description ?? "", licence ?? ""]));
}
