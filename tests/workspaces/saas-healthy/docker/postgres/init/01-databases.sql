-- One database per project; the owner is the role that the image creates.
CREATE DATABASE saas_api;
CREATE DATABASE saas_admin;
CREATE DATABASE saas_nest;
