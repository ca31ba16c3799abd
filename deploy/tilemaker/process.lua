-- Makes tiles whose layers are of the Protomaps basemap schema (https://docs.protomaps.com/basemaps/layers), as far as the
-- portal draws them, from OpenStreetMap data by tilemaker 2 or 3. docs/map.md has the command.

-- tilemaker 3 has functions; tilemaker 2 hands over an object that has them as methods.
local function reader(object)
  if object == nil then
    return {
      find = Find, layer = Layer, attribute = Attribute, numeric = AttributeNumeric,
      bool = AttributeBoolean, min_zoom = MinZoom, closed = IsClosed,
    }
  end
  return {
    find = function(key) return object:Find(key) end,
    layer = function(name, is_area) object:Layer(name, is_area) end,
    attribute = function(key, value) object:Attribute(key, value) end,
    numeric = function(key, value) object:AttributeNumeric(key, value) end,
    bool = function(key, value) object:AttributeBoolean(key, value) end,
    min_zoom = function(zoom) object:MinZoom(zoom) end,
    closed = function() return object:IsClosed() end,
  }
end

-- highway=*: kind of the schema, first zoom
local ROADS = {
  motorway = { "highway", 6 }, motorway_link = { "highway", 9 },
  trunk = { "major_road", 7 }, trunk_link = { "major_road", 10 },
  primary = { "major_road", 8 }, primary_link = { "major_road", 11 },
  secondary = { "major_road", 9 }, secondary_link = { "major_road", 11 },
  tertiary = { "major_road", 10 }, tertiary_link = { "major_road", 12 },
  residential = { "minor_road", 12 }, unclassified = { "minor_road", 12 },
  living_street = { "minor_road", 12 }, road = { "minor_road", 12 }, service = { "minor_road", 13 },
  pedestrian = { "path", 13 }, footway = { "path", 14 }, path = { "path", 14 }, steps = { "path", 14 },
  cycleway = { "path", 14 }, bridleway = { "path", 14 }, track = { "other", 13 },
}

local LANDUSE = {
  park = "park", garden = "park", golf_course = "park", recreation_ground = "park", playground = "playground",
  pitch = "pitch", nature_reserve = "nature_reserve", cemetery = "cemetery",
  forest = "forest", wood = "wood", scrub = "scrub", grass = "grass", meadow = "meadow", farmland = "farmland",
  farm = "farmland", beach = "beach", sand = "sand", heath = "scrub", wetland = "wetland",
  residential = "residential", industrial = "industrial", commercial = "commercial", retail = "commercial",
  hospital = "hospital", school = "school", university = "university", college = "college",
  military = "military", zoo = "zoo", allotments = "allotments",
}

-- place=*: kind of the schema, first zoom, rank of the population where none is stated
local PLACES = {
  city = { "locality", 5, 11 }, town = { "locality", 7, 8 }, village = { "locality", 9, 5 },
  hamlet = { "locality", 11, 3 }, suburb = { "neighbourhood", 11, 5 },
  quarter = { "neighbourhood", 12, 4 }, neighbourhood = { "neighbourhood", 12, 3 },
}

local POIS = {
  hospital = 13, school = 14, university = 13, college = 14, library = 14, townhall = 14, fire_station = 13,
  police = 13, clinic = 14, place_of_worship = 14, post_office = 14, marketplace = 14,
}

node_keys = { "place", "amenity" }
way_keys = { "highway", "railway", "waterway", "natural", "landuse", "leisure", "amenity", "building", "water" }

local function named(of)
  local name = of.find("name")
  if name ~= "" then of.attribute("name", name) end
  local english = of.find("name:en")
  if english ~= "" then of.attribute("name:en", english) end
  return name
end

local function poi(of, is_area)
  local kind = of.find("amenity")
  local zoom = POIS[kind]
  if zoom == nil or of.find("name") == "" then return end
  if is_area then
    if LayerAsCentroid ~= nil then LayerAsCentroid("pois") else return end
  else
    of.layer("pois", false)
  end
  of.attribute("kind", kind)
  of.numeric("min_zoom", zoom)
  of.min_zoom(zoom)
  named(of)
end

function node_function(node)
  local of = reader(node)
  local place = PLACES[of.find("place")]
  if place ~= nil and of.find("name") ~= "" then
    of.layer("places", false)
    of.attribute("kind", place[1])
    of.attribute("kind_detail", of.find("place"))
    of.numeric("min_zoom", place[2])
    of.numeric("population_rank", place[3])
    of.min_zoom(place[2])
    named(of)
  end
  poi(of, false)
end

function way_function(way)
  local of = reader(way)
  local highway = of.find("highway")
  local is_closed = of.closed()
  local road = ROADS[highway]
  if road ~= nil then
    of.layer("roads", false)
    of.attribute("kind", road[1])
    of.attribute("kind_detail", highway)
    of.numeric("min_zoom", road[2])
    of.min_zoom(road[2])
    if string.match(highway, "_link$") then of.bool("is_link", true) end
    if of.find("bridge") ~= "" and of.find("bridge") ~= "no" then of.bool("is_bridge", true) end
    if of.find("tunnel") ~= "" and of.find("tunnel") ~= "no" then of.bool("is_tunnel", true) end
    local ref = of.find("ref")
    if ref ~= "" then of.attribute("ref", ref) end
    named(of)
  elseif of.find("railway") == "rail" then
    of.layer("roads", false)
    of.attribute("kind", "rail")
    of.attribute("kind_detail", "rail")
    of.numeric("min_zoom", 11)
    of.min_zoom(11)
  end

  local waterway = of.find("waterway")
  if is_closed and (of.find("natural") == "water" or waterway == "riverbank" or of.find("landuse") == "reservoir") then
    of.layer("water", true)
    of.attribute("kind", "water")
    named(of)
  elseif waterway == "river" or waterway == "canal" or waterway == "stream" then
    of.layer("water", false)
    of.attribute("kind", waterway)
    of.min_zoom(waterway == "stream" and 13 or 9)
    named(of)
  end

  if is_closed and of.find("building") ~= "" and of.find("building") ~= "no" then
    of.layer("buildings", true)
    of.attribute("kind", "building")
    of.min_zoom(13)
  end

  if is_closed then
    for _, key in ipairs({ "leisure", "natural", "amenity", "landuse" }) do
      local kind = LANDUSE[of.find(key)]
      if kind ~= nil then
        of.layer("landuse", true)
        of.attribute("kind", kind)
        break
      end
    end
    poi(of, true)
  end
end
