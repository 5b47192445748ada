import { installLeave } from "../leave/leave.js";
installLeave();
