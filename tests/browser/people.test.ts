import { addUserCases } from './add-user-cases.ts';
import { administerUsersCases } from './administer-users-cases.ts';
import { auditCases } from './audit-cases.ts';
import { samlCases } from './saml-cases.ts';
import { openStage } from './stage.ts';
import { whoMayAdministerCases } from './who-may-administer-cases.ts';

const stage = await openStage();
whoMayAdministerCases(stage);
addUserCases(stage);
administerUsersCases(stage);
auditCases(stage);
samlCases(stage);
