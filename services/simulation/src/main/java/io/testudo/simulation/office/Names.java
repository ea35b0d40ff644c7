package io.testudo.simulation.office;

import java.util.List;

/** Words that names are made of. */
final class Names {

  static final List<String> FIRST =
      List.of(
          "Anna", "Ben", "Carla", "David", "Elif", "Farid", "Greta", "Hugo", "Ines", "Jonas",
          "Katja", "Liam", "Mara", "Nils", "Olga", "Pavel", "Quentin", "Rosa", "Stefan", "Tara",
          "Ugo", "Vera", "Willem", "Xenia", "Yusuf", "Zoe", "Amir", "Britta", "Cedric", "Dora",
          "Emil", "Fiona", "Goran", "Helen", "Ivan", "Jana", "Karim", "Lena", "Milan", "Nora");

  static final List<String> LAST =
      List.of(
          "Albers",
          "Bianchi",
          "Costa",
          "Dietrich",
          "Eriksen",
          "Fischer",
          "Garcia",
          "Horvat",
          "Ivanov",
          "Jansen",
          "Kowalski",
          "Lambert",
          "Moreau",
          "Novak",
          "Olsen",
          "Petrov",
          "Quinn",
          "Rossi",
          "Schmidt",
          "Tanaka",
          "Urban",
          "Vogel",
          "Weber",
          "Yilmaz",
          "Zeman",
          "Andersen",
          "Brandt",
          "Cohen",
          "Duarte",
          "Engel",
          "Fontaine",
          "Gruber",
          "Hansen",
          "Iversen",
          "Jovanovic",
          "Keller",
          "Lindholm",
          "Marin",
          "Nagy",
          "Okafor");

  static final List<String> COMPANY =
      List.of(
          "northgate",
          "halden",
          "brightwater",
          "kestrel",
          "lumen",
          "oakfield",
          "meridian",
          "tidewell",
          "sandvik",
          "verdane",
          "castellan",
          "ironbridge",
          "fairmont",
          "solheim",
          "arden",
          "blackwood",
          "cordia",
          "delmar",
          "eastlake",
          "ferrum");

  static final List<String> TRADE =
      List.of("legal", "energy", "clinic", "bank", "water", "logistics", "insurance", "grid");

  private Names() {}
}
